"""What measures speed, as ratios within one run (`make bench`)."""
