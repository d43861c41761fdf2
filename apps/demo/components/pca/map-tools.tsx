import { mostZoom, type MapView } from '../../lib/map-view.ts'
import { texts } from '../../lib/texts.ts'
import { savePng } from './export-map.ts'

const { pca } = texts

interface Props {
  readonly view: MapView
  /** Whether the map that is seen is the flat one. */
  readonly flat: boolean
  readonly lasso: boolean
  readonly onView: (change: Partial<MapView>) => void
  readonly onZoom: (zoom: number) => void
  readonly onLasso: (drawing: boolean) => void
  readonly onCsv: () => void
}

/** The buttons above the map. */
export const MapTools = ({ view, flat, lasso, onView, onZoom, onLasso, onCsv }: Props) => (
  <div className="map-tools">
    <div role="group" aria-label={pca.view}>
      {[false, true].map((three) => (
        <button
          key={String(three)}
          type="button"
          className="quiet"
          aria-pressed={view.three === three}
          onClick={() => onView({ three })}
        >
          {three ? pca.three : pca.flat}
        </button>
      ))}
    </div>
    {flat && (
      <>
        <div>
          <button
            type="button"
            className="quiet"
            disabled={view.zoom >= mostZoom}
            onClick={() => onZoom(view.zoom * 2)}
          >
            {pca.zoomIn}
          </button>
          <button
            type="button"
            className="quiet"
            disabled={view.zoom <= 1}
            onClick={() => onZoom(view.zoom / 2)}
          >
            {pca.zoomOut}
          </button>
          <button type="button" className="quiet" disabled={view.zoom <= 1} onClick={() => onZoom(1)}>
            {pca.whole}
          </button>
        </div>
        <button type="button" className="quiet" aria-pressed={lasso} onClick={() => onLasso(!lasso)}>
          {pca.lasso}
        </button>
      </>
    )}
    <div className="map-exports">
      <button type="button" className="quiet" onClick={onCsv}>
        {pca.csv}
      </button>
      <button
        type="button"
        className="quiet"
        onClick={(event) => savePng(event.currentTarget.closest('figure'))}
      >
        {pca.png}
      </button>
    </div>
    {lasso && <p role="status">{pca.lassoHelp}</p>}
  </div>
)
