"""The language of what people read and hear: English in the code, others from catalogues."""
