// A new order, put on top of the list.
import { graphql } from "react-relay";

export const mutation = graphql`
  mutation OrderCreateMutation($input: OrderCreateInput!, $connections: [ID!]!) {
    orderCreate(input: $input) {
      outcome
      order @prependNode(connections: $connections, edgeTypeName: "OrderEdge") {
        ...OrderRow_order
      }
      userErrors { code message field }
    }
  }
`;
