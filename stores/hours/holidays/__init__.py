"""What each store says of the network's holidays: asked two weeks before, answered with a tap, reminded once."""
