// How Apollo's cache keeps our lists and amounts.

export function typePolicies(relayStylePagination) {
  // Lists that differ in these are others; first and after only say which page.
  const list = relayStylePagination(["where", "orderBy", "onFailure"]);
  return {
    Query: { fields: { orders: list, customers: list } },
    Customer: { fields: { orders: list } },
    // Has no id: what two queries ask of it is put together only where that is said.
    TaxedMoney: { merge: true },
  };
}
