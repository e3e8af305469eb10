"""The control words of RTF that a reader of words needs (Rich Text Format Specification 1.9.1)."""

CHARACTERS = {
    **dict.fromkeys(("par", "line", "sect", "page", "column", "lbr"), "\n"),
    **dict.fromkeys(("emspace", "enspace", "qmspace"), " "),
    "tab": "\t",
    "emdash": "\u2014",
    "endash": "\u2013",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "bullet": "\u2022",
}
"""Control words that stand for a character."""
SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n", b"\t": "\t"}
"""Control symbols that stand for a character."""
SKIPPED = frozenset(
    [
        *("fonttbl", "colortbl", "stylesheet", "info", "nonshppict", "filetbl", "private", "tc", "tcn", "xe", "rxe"),
        *("txe", "fldinst", "sp", "shprslt", "template", "revtbl", "objclass", "objname", "upr", "fchars"),
        *("lchars", "listtable", "atnid", "atnauthor", "atnref", "atndate", "atnparent", "atrfstart", "atrfend"),
    ]
)
"""Groups whose words are not shown. A group marked `\\*` that is not in `ENTERED` is skipped as well."""
ENTERED = frozenset(("annotation", "shppict", "shpinst", "do", "dptxbxtext", "ud", "objdata", "formfield", "ffl", "pn"))
"""Groups marked `\\*` that hold what is shown, or what is read in a way of its own."""
TITLES = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "Header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "Footer"),
    "footnote": "Notes",
    "annotation": "Comments",
    **dict.fromkeys(("shptxt", "dptxbxtext"), "Text box"),
}
"""Groups that are texts of their own, and the title that they are given."""
CHARSETS = {
    **dict.fromkeys((0, 2), "cp1252"),
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "cp936",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
"""The encodings of fonts by the number after `\\fcharset`."""
PICTURES = {"pngblip": "png", "jpegblip": "jpg", "emfblip": "emf", "wmetafile": "wmf", "dibitmap": "bmp"}
"""The endings of pictures by the control word that says of what kind they are."""
