// All backends' orders, a page more at a time.
import { graphql } from "react-relay";

export const query = graphql`
  query OrderListQuery($where: OrderWhereInput) {
    ...OrderList_query @arguments(where: $where)
  }
`;

export const fragment = graphql`
  fragment OrderList_query on Query
  @refetchable(queryName: "OrderListPaginationQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 8 }
    after: { type: "String" }
    where: { type: "OrderWhereInput" }
  ) {
    orders(first: $first, after: $after, where: $where) @connection(key: "OrderList_orders") {
      edges {
        node { ...OrderRow_order }
      }
      sources { backend { id name } status }
    }
  }
`;
