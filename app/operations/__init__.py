"""From a document to its answer: read, measured, paid for, carried out, told of."""
