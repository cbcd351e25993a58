// Anything by its id, and the links from one thing to the next.
import { graphql } from "./gql/index.js";
import type { AnythingQuery } from "./gql/graphql.js";
import type { Gateway } from "./send.js";

export const Anything = graphql(`
  query Anything($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      id
      ... on Order { customer { id } }
      ... on Customer { orders(first: 1) { nodes { customer { id } } } }
    }
  }
`);

type Node = AnythingQuery["nodes"][number];

/** What the thing leads to. */
function next(node: Node): string | null {
  if (!node) return null;
  switch (node.__typename) {
    case "Order":
      return node.customer?.id ?? null;
    case "Customer":
      return node.orders.nodes[0]?.customer?.id ?? null;
    default:
      return node.id;
  }
}

export async function follow(gateway: Gateway, ids: string[]) {
  const { nodes } = await gateway.query(Anything, { ids });
  return nodes.map(next);
}
