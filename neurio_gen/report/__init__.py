"""Results as something to look at: tables, pages, documents."""
