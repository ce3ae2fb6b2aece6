// SPDX-License-Identifier: Apache-2.0
/** Makes the documentation site from the Markdown files and the sources. */
@NullMarked
package io.jevent.site;

import org.jspecify.annotations.NullMarked;
