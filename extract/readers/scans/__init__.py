"""Pictures of pages → grids: image-only PDFs, and pages published as PNG or JPEG.

Needs the extra `scan`. From the picture to a sheet of ink (`picture`, `ink`), its rules (`strokes`,
`ruled`), its lines of print (`writing`), what they say (`recognise`, `printed`), and the layout
(`scan`), as the other readers give it.
"""
