"""What a standard leads the reader to expect of a file's headings.

Belongs here: that one thing, for all who read an agency's file for a standard: the same sheet and
the same heading must be chosen by the check, the repair and the annotated copy.
"""

from __future__ import annotations

from spbe_data.intake.model import Harapan
from spbe_data.standards.models import Standar


def harapan(standard: Standar) -> Harapan:
    """The standard's column names, and other spellings of them that are no column themselves."""
    synonyms = {
        s: c.nama for c in standard.kolom for s in c.ejaan_judul if s not in standard.nama_kolom
    }
    return Harapan(standard.nama_kolom, synonyms)
