/** Skeleton rows, announced once as loading. */
export function LoadingRows({ rows = 6 }: { rows?: number }) {
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">Loading</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are all the same.
        <div key={row} className="loading-row">
          <span className="loading-dot" />
          <span className="loading-lines" />
        </div>
      ))}
    </div>
  );
}
