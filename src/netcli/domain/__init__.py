"""The rules, one file a noun, and the SQL that serves them. Nothing here opens, prints or asks."""
