"""What the command line shows: tables, charts, pages."""
