// Orders: all backends' as one list, one of them as a row, and what only one vendor's have.
import { graphql, useFragment, type FragmentType } from "./gql/index.js";
import type { OrderStatus, OrderWhereInput, RowFragment } from "./gql/graphql.js";
import type { Gateway } from "./send.js";

export const Row = graphql(`
  fragment Row on Order {
    id
    status
    currencyCode
    total { stated { amount } }
    customer { name }
    lines { quantity }
    vendorFields {
      __typename
      ... on WimpelOrderFields { lineCount }
    }
  }
`);

export const Orders = graphql(`
  query Orders($first: Int!, $after: String, $where: OrderWhereInput) {
    orders(first: $first, after: $after, where: $where) {
      nodes { ...Row }
      pageInfo { hasNextPage endCursor }
      sources { backend { id } status }
    }
  }
`);

const WORDS: Partial<Record<OrderStatus, string>> = { DRAFT: "not yet", CANCELLED: "off" };

export function row(masked: FragmentType<typeof Row>) {
  const order = useFragment(Row, masked);
  return {
    id: order.id,
    word: WORDS[order.status] ?? "on",
    total: `${order.currencyCode} ${order.total?.stated.amount ?? "unknown"}`,
    customer: order.customer?.name ?? null,
    quantities: order.lines.map((line) => line.quantity),
    own: own(order.vendorFields),
  };
}

function own(fields: RowFragment["vendorFields"]): string {
  if (!fields) return "none";
  switch (fields.__typename) {
    case "WimpelOrderFields":
      return `${fields.lineCount ?? "unknown"} lines`;
    default:
      return fields.__typename;
  }
}

/** Page by page to the end. */
export async function all(gateway: Gateway, first: number, where: OrderWhereInput = {}) {
  const pages = [];
  let after: string | null = null;
  do {
    const { orders }: Awaited<ReturnType<typeof page>> = await page(gateway, first, after, where);
    pages.push(orders.nodes.map(row));
    after = orders.pageInfo.hasNextPage ? orders.pageInfo.endCursor : null;
  } while (after !== null);
  return pages;
}

const page = (gateway: Gateway, first: number, after: string | null, where: OrderWhereInput) =>
  gateway.query(Orders, { first, after, where });
