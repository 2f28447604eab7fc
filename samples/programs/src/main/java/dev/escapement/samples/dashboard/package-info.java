/**
 * A page that shows a runtime's lag as it happens. {@link
 * dev.escapement.samples.dashboard.DashboardServer} puts the parts together: a load and two
 * switches that disturb it, a sampler that keeps the last minutes, and a small web site. Nothing of
 * what watches depends on what is watched: sampler and site have platform threads of their own.
 */
@NullMarked
package dev.escapement.samples.dashboard;

import org.jspecify.annotations.NullMarked;
