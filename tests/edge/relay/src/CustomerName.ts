// Who bought it.
import { graphql } from "react-relay";

export const fragment = graphql`
  fragment CustomerName_customer on Customer {
    name
  }
`;
