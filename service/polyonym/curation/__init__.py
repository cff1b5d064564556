"""What curators do with the files: check them, and later propose, edit, import and export."""
