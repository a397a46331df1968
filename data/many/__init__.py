"""Many units at once: folders and sheets of many units, and their roll-up."""
