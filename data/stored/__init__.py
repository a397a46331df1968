"""What the database keeps and how it is changed, with the audit trail."""
