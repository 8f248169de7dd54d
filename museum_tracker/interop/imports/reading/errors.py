"""Files that cannot be read as tables, each with the reason and the way out."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import ParseError

import python_calamine as calamine

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_


class UnreadableTable(Refusal):
    """The file is not a table that can be read."""

    msgid = N_("This file cannot be read as a table. Save it as .xlsx or .csv and choose it again.")


class EmptyTable(UnreadableTable):
    """The file holds nothing."""

    msgid = N_("This file is empty.")


class NotATable(UnreadableTable):
    """The file is of another kind."""

    msgid = N_("This is not a table file. Tables can be .xlsx, .xls, .ods or .csv.")


class WebPageTable(UnreadableTable):
    """A web page under the name of a workbook, as some programs export it."""

    msgid = N_("This is a web page under the name of a workbook. Open it in Excel and save it as .xlsx.")


class BinaryTable(UnreadableTable):
    """A workbook in Excel's own binary form."""

    msgid = N_("This is a binary workbook (.xlsb). Open it in Excel and save it as .xlsx.")


class LockedTable(UnreadableTable):
    """The workbook is protected by a password."""

    msgid = N_("This workbook is protected by a password. Remove the password and choose it again.")


class DamagedTable(UnreadableTable):
    """The workbook is cut short or damaged."""

    msgid = N_("This workbook is damaged or cut short and cannot be opened.")


class TableTooLarge(UnreadableTable):
    """The table is larger than this house reads."""

    msgid = N_("This table is too large: %(found)s, at most %(limit)s. Split it into several files.")
    status = 413


class CellTooLong(UnreadableTable):
    """One cell swallows the file, usually because a quotation mark is missing."""

    msgid = N_("Row %(row)s holds a cell of more than %(limit)s characters. A quotation mark may be missing there.")


class UnknownSheet(UnreadableTable):
    """The sheet asked for is not in the file."""

    msgid = N_("The file has no sheet named %(sheet)s.")


class UnknownEncoding(UnreadableTable):
    """The encoding asked for is not one this house knows."""

    msgid = N_("The encoding %(encoding)s is not known.")


@contextmanager
def damage_named() -> Iterator[None]:
    """Turn whatever a damaged workbook makes its readers raise into a refusal that says so."""
    try:
        yield
    except calamine.PasswordError as error:
        raise LockedTable from error
    except (calamine.CalamineError, zipfile.BadZipFile, zlib.error, ParseError) as error:
        raise DamagedTable from error
    except (OSError, EOFError, ValueError, NotImplementedError) as error:
        raise DamagedTable from error
    except BaseException as error:
        # The reader's own assertions arrive as a class that no module exports and that is no Exception.
        if type(error).__name__ == "PanicException":
            raise DamagedTable from error
        raise
