"""Evaluation: labelled clips in, honest error figures out (DESIGN section 5).

``folder`` finds clips and reads what they are labelled with, ``run`` has the clips
checked, ``scores``, ``bands`` and ``matching`` compare, ``report`` prints, ``baseline``
keeps a record and ``comparison`` says what got worse since. A figure without data is None
and shown as "none", never 0 or 100 %.
"""
