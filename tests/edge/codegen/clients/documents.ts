// What is asked through the clients.
import { graphql } from "./gql/index.js";

export const Page = graphql(`
  query Page($first: Int!) {
    orders(first: $first) {
      edges { node { id currencyCode } }
    }
  }
`);

export const Remove = graphql(`
  mutation Remove($input: OrderDeleteInput!) {
    orderDelete(input: $input) { outcome userErrors { code } }
  }
`);

/** An order's id that is none. */
export const NOBODY = "gid://wimpel/Order/nobody";
