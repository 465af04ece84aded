/**
 * What a key may be: declared once, then read, described and offered to editors from that. Begin at
 * Setting, then SettingType; a Section is a mapping of them. Knows no key by name.
 */
@NullMarked
package io.sluice.pipeline.setting;

import org.jspecify.annotations.NullMarked;
