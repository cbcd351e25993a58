// The explorer: GraphiQL with its query builder and history, asking the gateway that served the page.
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './page.css';

import { explorerPlugin } from '@graphiql/plugin-explorer';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createRoot } from 'react-dom/client';

import firstQuery from './first-query.graphql?raw';
import { storage } from './storage.js';

const settings = JSON.parse(document.getElementById('settings').textContent);
const fetcher = createGraphiQLFetcher({ url: settings.endpoint });
const plugins = [HISTORY_PLUGIN, explorerPlugin()];

// Headers carry credentials: they live as long as the page, and no setting can make them stay.
createRoot(document.getElementById('explorer')).render(
  <GraphiQL
    fetcher={fetcher}
    plugins={plugins}
    storage={storage}
    defaultQuery=""
    defaultTabs={[{ query: firstQuery.trimEnd() }]}
    shouldPersistHeaders={false}
    showPersistHeadersSettings={false}
    inputValueDeprecation
    schemaDescription
  >
    <GraphiQL.Logo>Order gateway</GraphiQL.Logo>
  </GraphiQL>,
);
