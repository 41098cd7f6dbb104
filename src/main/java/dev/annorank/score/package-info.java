/** From a shape to its scores: SCS = P / A and SI-SCS = P / (2 sqrt(pi A)), equations of arXiv 2503.00828. */
@NullMarked
package dev.annorank.score;

import org.jspecify.annotations.NullMarked;
