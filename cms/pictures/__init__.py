"""Pictures that can't be shown, told to those who uploaded them."""
