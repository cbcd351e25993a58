// One order in a list.
import { graphql } from "react-relay";

export const fragment = graphql`
  fragment OrderRow_order on Order @throwOnFieldError {
    number
    status
    currencyCode
    total { stated { amount } }
    lines { quantity }
    vendorFields {
      __typename
      ... on WimpelOrderFields { lineCount }
    }
    customer { ...CustomerName_customer }
  }
`;
