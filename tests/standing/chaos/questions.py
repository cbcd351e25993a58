"""What a mixed crowd of clients asks: one document for each kind of question."""

NAMED = """
fragment Named on Order { __typename id vendorId number backend { id } }
"""
SOURCES = """
fragment Told on BackendReport {
  backend { id } status totalCount asOf rowsUndecided error { code message isRetryable retryAfterSeconds }
}
"""

WALK = (
    """
query ($first: Int, $after: String, $where: OrderWhereInput, $orderBy: OrderSortInput) {
  orders(first: $first, after: $after, where: $where, orderBy: $orderBy) {
    edges { cursor node { ...Named status vendorStatus orderedAt createdAt } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    sources { ...Told }
  }
}
"""
    + SOURCES
    + NAMED
)

ORDER = (
    """
query ($id: ID!) {
  order(id: $id) {
    ...Named raw status note reference lineCount orderedAt requestedDeliveryDate
    total { stated { amount currencyCode } taxBasis gross { amount } isDerived }
    lines { id position quantity product { code ean } unitPrice { stated { amount } } }
    customer { __typename id vendorId backend { id } name email }
    shippingAddress { vendorId formatted postalCode }
    vendorFields { __typename }
    documents { name mimeType url }
  }
}
"""
    + NAMED
)

BRIEF = "query ($id: ID!) { order(id: $id) { ...Named note status } }" + NAMED

NODES = (
    """
query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename id
    ... on Order { ...Named status lineCount }
    ... on Customer { vendorId name number backend { id } }
    ... on Backend { called: name vendor health { status lastSuccessAt lastFailureAt lastErrorCode } }
  }
}
"""
    + NAMED
)

LINKS = (
    """
query ($first: Int, $where: OrderWhereInput) {
  orders(first: $first, where: $where) {
    nodes {
      ...Named
      customer { __typename id vendorId backend { id } name address { city } }
      user { id name }
      billingAddress { formatted }
      shipments { __typename id backend { id } vendorId number status shippedDate trackingUrl lines { quantity } }
      invoices { __typename id backend { id } vendorId number status total { stated { amount } } }
      payments { status amount { amount } }
    }
    sources { ...Told }
  }
}
"""
    + SOURCES
    + NAMED
)

CUSTOMERS = (
    """
query ($first: Int, $after: String) {
  customers(first: $first, after: $after) {
    edges { cursor node { __typename id vendorId backend { id } number name email } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    sources { ...Told }
  }
}
"""
    + SOURCES
)

COUNTS = (
    """
query ($where: OrderWhereInput) {
  orders(first: 0, where: $where) { totalCount count { count precision } sources { ...Told } }
}
"""
    + SOURCES
)

FAILING = (
    """
query ($orderBy: OrderSortInput) {
  orders(first: 10, orderBy: $orderBy, onFailure: FAIL) { nodes { ...Named } sources { ...Told } }
}
"""
    + SOURCES
    + NAMED
)

SEVERAL = (
    """
query ($one: ID!, $other: ID!, $ids: [ID!]!) {
  one: order(id: $one) { ...Named lines { quantity } }
  other: order(id: $other) { ...Named customer { name } }
  nodes(ids: $ids) { __typename id }
  backends { id vendor health { status } capabilities { operations sortable } }
  counted: orders(first: 1) { totalCount nodes { ...Named } }
  customers(first: 3) { nodes { id vendorId backend { id } name } }
}
"""
    + NAMED
)

CREATE = (
    """
mutation ($input: OrderCreateInput!) {
  orderCreate(input: $input) {
    outcome isReplay idempotencyKey order { ...Named status }
    userErrors { code message field isRetryable vendorCode documentationUrl }
  }
}
"""
    + NAMED
)
UPDATE = """
mutation ($input: OrderUpdateInput!) {
  orderUpdate(input: $input) { outcome order { id vendorId backend { id } } userErrors { code message } }
}
"""
DELETE = """
mutation ($input: OrderDeleteInput!) { orderDelete(input: $input) { outcome deletedId userErrors { code message } } }
"""
