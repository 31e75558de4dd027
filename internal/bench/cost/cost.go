// Package cost measures what it costs to keep a device and its helpdesk in step: requests, bytes, processor time, memory
// and wake-ups, each beside a baseline of the same run. `make bench` runs it with the other figures.
//
// The helpdesk is the real relaisd in a process of its own, so that what it costs is not counted as ours; the device is
// the real desk with the real client, or the real relaisctl where a whole process is measured.
package cost
