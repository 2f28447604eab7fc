// The types of Grafana, made strict for this dashboard: the options of each panel are those of its kind, and a query is one
// for Prometheus. In @grafana/schema both are open records, in which any misspelt key would pass.
import type { Dashboard as AnyDashboard, DataSourceRef, FieldConfig, Panel, RowPanel } from '@grafana/schema';
import type * as Heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type * as Stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as Table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as TimeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

/** As JSON has it: the names of an enum are strings. */
type Json<T> = T extends string ? `${T}` : T extends (infer E)[] ? Json<E>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;

interface Query {
  refId: string;
  datasource: Required<Pick<DataSourceRef, 'type' | 'uid'>>;
  editorMode: 'code';
  expr: string;
  legendFormat: string;
  format?: 'heatmap' | 'table' | 'time_series';
  instant?: boolean;
  range?: boolean;
}

type Fields<Custom> = Json<Omit<FieldConfig, 'custom' | 'unit'>> & {
  custom?: Json<Custom>;
  unit: 'none' | 'ops' | 'percentunit' | 's' | 'short';
};

type Kind<Type extends string, Options, Custom> = Omit<Json<Panel>, 'fieldConfig' | 'options' | 'targets' | 'type'> & {
  type: Type;
  title: string;
  description: string;
  fieldConfig: { defaults: Fields<Custom>; overrides: [] };
  options: Json<Options>;
  targets: Query[];
};

type AnyPanel =
  | Kind<'heatmap', Heatmap.Options, Heatmap.FieldConfig>
  | Kind<'stat', Stat.Options, never>
  | Kind<'table', Table.Options, Table.FieldConfig>
  | Kind<'timeseries', TimeSeries.Options, TimeSeries.FieldConfig>
  | (Omit<Json<RowPanel>, 'panels'> & { panels: [] });

export type Dashboard = Omit<Json<AnyDashboard>, 'panels'> & { panels: AnyPanel[] };
