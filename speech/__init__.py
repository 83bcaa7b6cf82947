"""Makes the spoken phrases that come with posturecheck; never needed to use it."""
