"""The attacker: tries to work out what the built book withholds, from the book alone.

It knows nothing of how the tables were protected (`.importlinter` keeps it so).
"""

from modning.audit.report import Audit, audit
