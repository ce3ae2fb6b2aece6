// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the documentation site from the Markdown files and the sources.
 *
 * <p>Map of the package, in reading order:
 *
 * <ul>
 *   <li>The command: {@code Main} writes a {@code Site}; a {@code SiteException} names the file and the problem.
 *   <li>Pages: {@code Navigation} has them in reading order; a {@code Page} is a Markdown file, its {@code PageContent}
 *       the HTML, {@code Layout} the frame, {@code SourcePage} a file that pages link to. {@code Urls} are their
 *       addresses.
 *   <li>Parts: {@code Html}, {@code PlainText}, {@code JavaHighlighter}, {@code Assets}.
 *   <li>Search and Javadoc: {@code SearchIndex}, {@code PublicTypes}, {@code Javadoc}.
 * </ul>
 */
@NullMarked
package io.jevent.site;

import org.jspecify.annotations.NullMarked;
