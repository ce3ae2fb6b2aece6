// SPDX-License-Identifier: Apache-2.0
/** Code that knows nothing of jevent. */
@NullMarked
package org.example.foreign;

import org.jspecify.annotations.NullMarked;
