"""What stands in a store page's drafts, changed on screens of its own: live at once, or by staff submitted."""
