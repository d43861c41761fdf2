/** How GroupLens asks to be cited. */
export const CITATION =
  'F. Maxwell Harper and Joseph A. Konstan. 2015. The MovieLens Datasets: History and Context. ' +
  'ACM TiiS 5, 4, Article 19. https://doi.org/10.1145/2827872'
