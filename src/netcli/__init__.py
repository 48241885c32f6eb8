"""netcli: a professional network manager for the command line.

This file imports nothing, so that what it says can be read for free.
"""

__version__ = "0.1.0"

#: How many migrations this release knows; a file made by a newer one is refused. A test holds it to schema/.
SCHEMA_VERSION = 5

#: "ntcl" in ASCII, in the header of every netcli file (https://sqlite.org/fileformat.html#application_id).
APPLICATION_ID = 0x6E74636C
