"""A report in the forms its readers want."""
