// An order that is gone from every list.
import { graphql } from "react-relay";

export const mutation = graphql`
  mutation OrderDeleteMutation($input: OrderDeleteInput!) {
    orderDelete(input: $input) {
      outcome
      deletedId @deleteRecord
      userErrors { code }
    }
  }
`;
