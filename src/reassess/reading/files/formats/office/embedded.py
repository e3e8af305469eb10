"""Files embedded by OLE: the file itself out of the object that an office program wraps around it.

Sources: [MS-OLEDS] 2.3.6 (Ole10Native), and the streams that Word, Adobe Reader and LibreOffice use.
"""

import posixpath
from io import BytesIO
from struct import error as StructError
from struct import unpack_from

import olefile

_NATIVE = "\x01Ole10Native"
_WRAPPED = ("Package", "CONTENTS", "EmbeddedOdf")


def unpacked(content: bytes, name: str) -> tuple[str, bytes]:
    """Return the name and content of the file in an OLE object; anything else comes back as it is."""
    if not content.startswith(olefile.MAGIC):
        return name, content
    try:
        with olefile.OleFileIO(BytesIO(content)) as file:
            if file.exists(_NATIVE):
                return native_file(file.openstream(_NATIVE).read(), name)
            stream = next((each for each in _WRAPPED if file.exists(each)), None)
            return name, content if stream is None else file.openstream(stream).read()
    except (OSError, StructError, IndexError, ValueError):
        return name, content


def native_file(stream: bytes, name: str) -> tuple[str, bytes]:
    """Return the name and content of a file in a stream Ole10Native. Raises ValueError or struct.error if broken."""
    label_end = stream.index(b"\0", 6)
    path_end = stream.index(b"\0", label_end + 1)
    length = unpack_from("<I", stream, path_end + 5)[0]
    start = path_end + 9 + length
    size = unpack_from("<I", stream, start)[0]
    label = stream[6:label_end].decode("cp1252", "replace").replace("\\", "/")
    return posixpath.basename(label) or name, stream[start + 4 : start + 4 + size]
