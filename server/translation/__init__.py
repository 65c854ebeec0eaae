"""Every message in its reader's language.

Instant, synchronous, safe inside the message's own budget: `detect` (whose language is this), `protect` (what
must go through untouched), `phrasebook` and `memory` joined in `instant`. Not instant, only after the commit
and under its own deadline: `chain`, which asks the `engines` in order and lets `validate` judge them.
What nobody can translate stays as it was typed; a reading always says who made it.
"""
