"""Importing: a format reads bytes into drafts, then one pipeline serves all formats.

read -> normalise -> match -> plan -> apply. The plan is what --dry-run prints; nothing is written before it exists.
"""
