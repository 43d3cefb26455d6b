import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

const theme = {
  background: 'white',
  font: 'system-ui, sans-serif',
  view: { stroke: null },
  range: { category: ['#9aa5b1', '#3b6fd4', '#d4703b', '#4b9c6b', '#8b5fbf'] },
};

/** Draws a chart. */
export function toSvg(spec: TopLevelSpec): Promise<string> {
  const { spec: drawing } = compile({ ...spec, config: theme });
  return new View(parse(drawing), { renderer: 'none' }).toSVG();
}

/** Fields of a bar or line chart; each datum is one point of one series. */
export interface Series {
  x: { field: string; title: string; order?: string[]; log?: boolean };
  y: { field: string; title: string; log?: boolean };
  series: { field: string; order: string[] };
}

/** Grouped bars, one colour for each series. */
export function bars(title: string, values: object[], { x, y, series }: Series): TopLevelSpec {
  return {
    title,
    data: { values },
    width: { step: 22 },
    height: 220,
    mark: 'bar',
    encoding: {
      x: {
        field: x.field,
        type: 'nominal',
        sort: x.order ?? null,
        title: x.title,
        axis: { labelAngle: -30, labelLimit: 240 },
      },
      xOffset: { field: series.field, sort: series.order },
      y: { field: y.field, type: 'quantitative', title: y.title },
      color: { field: series.field, type: 'nominal', sort: series.order, title: null },
    },
  };
}

/** Lines with a point for each datum. */
export function lines(title: string, values: object[], { x, y, series }: Series): TopLevelSpec {
  const scale = (log = false) => (log ? ({ scale: { type: 'log' } } as const) : {});
  return {
    title,
    data: { values },
    width: 420,
    height: 220,
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: x.field, type: 'quantitative', title: x.title, ...scale(x.log) },
      y: { field: y.field, type: 'quantitative', title: y.title, ...scale(y.log) },
      color: { field: series.field, type: 'nominal', sort: series.order, title: null },
    },
  };
}
