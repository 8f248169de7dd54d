"""Charts drawn once on the server: one SVG serves page, PDF and Word, with a table of the same numbers.

A drawing carries fixed colours as attributes (for paper) and classes of the same names, which the page's style sheet
overrides with its own tokens (light and dark). There is no script and no style attribute in it.
"""
