"""Queries and shops made by chance, for what has to hold whatever is asked of whom."""

from hypothesis import strategies as st

ORDERS = (
    "gid://cloudsuite/Order/30",
    "gid://cloudsuite/Order/31",
    "gid://logictrade/Order/8",
    "gid://obapi/Order/370",
    "gid://obapi/Order/378",
    "gid://vdh_solar/Order/12",
    "gid://wimpel/Order/clxboom000000106021",
    "gid://wimpel/Order/nobody",
)
OTHERS = (
    "gid://cloudsuite/Customer/54",
    "gid://logictrade/Customer/16",
    "gid://wimpel/Customer/clxc09e3779b97f4a7c15f39d",
    "gid://cloudsuite/User/14",
    "gid://vdh_solar/User/1",
    "gid://obapi/Shipment/59",
    "gid://logictrade/Invoice/18",
    "gid://logictrade/Shipment/8/1",
    "gid://elsewhere/Order/1",
    "obapi",
)
NUMBERS = ("SO-106021", "CO2603-0008", "V26000012", "CS53", "nobody's")
LISTING = ("cloudsuite", "logictrade", "obapi", "wimpel")
WHERE = (
    'number: "SO-106021"',
    'reference: "PO-2026-0012"',
    'anyNumber: "V26000012"',
    'origin: "web"',
    "statuses: [CONFIRMED]",
    "statuses: [DRAFT, UNKNOWN]",
    "statuses: []",
    'orderedAt: {gte: "2026-02-01T00:00:00Z"}',
    'createdAt: {lt: "2026-03-01T00:00:00Z"}',
    'customerIds: ["gid://cloudsuite/Customer/54"]',
    'ids: ["gid://cloudsuite/Order/30", "gid://obapi/Order/370", "gid://wimpel/Order/clxboom000000106021"]',
    'backends: ["obapi", "cloudsuite"]',
    'backends: ["wimpel"]',
)
SORTS = tuple(
    f"{{field: {by}, direction: {way}}}"
    for by in ("ORDERED_AT", "CREATED_AT", "UPDATED_AT", "NUMBER")
    for way in ("ASC", "DESC")
)
LEAVES = ("id", "vendorId", "number", "status", "note", "total { stated { amount } }", "lines { id }", "__typename")
ADDRESS = ("shippingAddress { city }", "billingAddress { vendorId }", "billingAddress { formatted }")
PARTS = ("{ id }", "{ number status }", "{ raw }", "{ id order { number } }", "{ number order { id } }")

shops = st.fixed_dictionaries(
    {
        "cloudsuite": st.builds(
            lambda orders, thin: {"orders": orders, "customers": 4, "users": 3, "addresses": 9, "thin": thin},
            st.integers(1, 30),
            st.integers(0, 5),
        ),
        "logictrade": st.builds(lambda orders: {"orders": orders}, st.integers(1, 30)),
        "obapi": st.builds(lambda orders: {"orders": orders}, st.integers(1, 30)),
        "vdh_solar": st.just({"orders": 5}),
        "wimpel": st.builds(lambda orders: {"orders": orders, "customers": 5}, st.integers(1, 30)),
    }
)
configured = st.fixed_dictionaries(
    {
        "scan_limit": st.sampled_from([1, 7, 25, 2000]),
        "row_ttl": st.sampled_from([0, 30]),
        "reference_ttl": st.sampled_from([0, 60]),
        "bulk_lookup": st.sampled_from(["", "id__in"]),
        "list_order": st.sampled_from(["auto", "none"]),
    }
)


def _some(choices: st.SearchStrategy[str], most: int = 4, named: str = "f") -> st.SearchStrategy[str]:
    """A selection, each field under a name of its own, for two of one name would have to be the same."""
    chosen = st.lists(choices, min_size=1, max_size=most)
    return chosen.map(lambda fields: "{ " + " ".join(f"{named}{at}: {field}" for at, field in enumerate(fields)) + " }")


def order(depth: int) -> st.SearchStrategy[str]:
    """What is selected of an order. `depth`: how often it leads to other orders."""
    fields = [st.sampled_from((*LEAVES, *ADDRESS)), customer(depth).map("customer ".__add__)]
    fields += [st.sampled_from(PARTS).map(f"{name} ".__add__) for name in ("shipments", "invoices")]
    fields.append(st.sampled_from(("user { id }", "user { name }")))
    if depth:
        fields.append(order(depth - 1).map("linkedOrders ".__add__))
    return _some(st.one_of(fields))


def customer(depth: int) -> st.SearchStrategy[str]:
    fields = [st.sampled_from(("id", "name", "address { city }", "shippingAddress { vendorId }"))]
    if depth:
        fields.append(orders(depth - 1))
    return _some(st.one_of(fields), 2, "c")


def orders(depth: int) -> st.SearchStrategy[str]:
    where = st.lists(st.sampled_from(WHERE), max_size=2, unique_by=lambda text: text.partition(":")[0])
    return st.builds(
        lambda first, where, sort, shown: (
            f"orders(first: {first}, where: {{{', '.join(where)}}}, orderBy: {sort}) {shown}"
        ),
        st.integers(0, 25),
        where,
        st.sampled_from(SORTS),
        connection(order(depth)),
    )


def connection(things: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    counted = st.sampled_from(("", "totalCount ", "sources { totalCount } "))
    shown = st.sampled_from(("nodes %s", "edges { node %s }"))
    return st.builds(lambda counts, way, thing: "{ " + counts + way % thing + " }", counted, shown, things)


def customers() -> st.SearchStrategy[str]:
    return st.builds("customers(first: {}) {}".format, st.integers(0, 8), connection(customer(1)))


def named() -> st.SearchStrategy[str]:
    identifier = st.builds(
        '{{{}: "{}"}}'.format,
        st.sampled_from(("number", "externalNumber", "vendorId", "externalKey")),
        st.sampled_from(NUMBERS),
    )
    return st.builds(
        'ordersByIdentifier(backend: "{}", identifiers: [{}]) {}'.format,
        st.sampled_from(LISTING),
        st.lists(identifier, max_size=4).map(", ".join),
        order(1),
    )


def by_id() -> st.SearchStrategy[str]:
    one = st.builds('order(id: "{}") {}'.format, st.sampled_from(ORDERS), order(1))
    ids = st.lists(st.sampled_from((*ORDERS, *OTHERS)), max_size=6)
    shown = st.builds("{{ id ... on Order {} ... on Customer {} }}".format, order(0), customer(1))
    many = st.builds(lambda ids, shown: f"nodes(ids: [{', '.join(map(_quoted, ids))}]) {shown}", ids, shown)
    return st.one_of(one, many)


def _quoted(text: str) -> str:
    return f'"{text}"'


def change() -> st.SearchStrategy[str]:
    """An order is made by what is there, or half of it; and changed or deleted whether it is or not."""
    keys, shown = st.sampled_from(("a", "b")), order(1).map(lambda fields: f"{{ outcome order {fields} }}")
    new = 'backend: "wimpel", number: "N1", origin: "web", customer: {vendorId: "clxc09e3779b97f4a7c15f39d"}'
    given = st.sampled_from((new, 'backend: "obapi"', 'backend: "logictrade", number: "1"'))
    create = st.builds('orderCreate(input: {{{}, idempotencyKey: "{}"}}) {}'.format, given, keys, shown)
    update = st.builds('orderUpdate(input: {{id: "{}", note: "x"}}) {}'.format, st.sampled_from(ORDERS), shown)
    delete = st.sampled_from(ORDERS).map('orderDelete(input: {{id: "{}"}}) {{ deletedId }}'.format)
    return st.one_of(create, update, delete)


queries = _some(st.one_of(orders(2), orders(1), customers(), named(), by_id()), 2)
changes = _some(change(), 3).map("mutation ".__add__)
