// One customer's orders, a page more at a time: refetched through node.
import { graphql } from "react-relay";

export const query = graphql`
  query CustomerOrdersQuery($id: ID!) {
    node(id: $id) {
      __typename
      ...CustomerOrders_customer @alias(as: "customer")
    }
  }
`;

export const fragment = graphql`
  fragment CustomerOrders_customer on Customer
  @refetchable(queryName: "CustomerOrdersPaginationQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 8 }, after: { type: "String" }) {
    ...CustomerName_customer
    orders(first: $first, after: $after) @connection(key: "CustomerOrders_orders") {
      edges {
        node { ...OrderRow_order }
      }
    }
  }
`;
