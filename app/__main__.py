"""python -m app is order-gateway."""

from app.cli import main

main()
