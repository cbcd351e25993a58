"""What an operation may cost, told before it is carried out: calls that hurt vendors, and a little for each thing."""
