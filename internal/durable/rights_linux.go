package durable

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"charte/internal/message"
)

// acl is the extended attribute with the access control list of a file.
const acl = "system.posix_acl_access"

// names returns the number of names of a file.
func names(of fs.FileInfo) uint64 {
	if s, ok := of.Sys().(*syscall.Stat_t); ok {
		return uint64(s.Nlink)
	}
	return 1
}

// keepRights gives a new file the owner, the group, the access control list and the mode
// of the file that it replaces.
func keepRights(f *os.File, target string, before fs.FileInfo) error {
	created, err := f.Stat()
	if err != nil {
		return err
	}
	was, known := before.Sys().(*syscall.Stat_t)
	is, knownToo := created.Sys().(*syscall.Stat_t)
	if known && knownToo && (was.Uid != is.Uid || was.Gid != is.Gid) {
		if err := f.Chown(int(was.Uid), int(was.Gid)); err != nil {
			return message.Errorf("cannot be replaced, because it belongs to another account (%d:%d), which only root can set; run this as that account or as root: %w", was.Uid, was.Gid, reason(err))
		}
	}
	if err := keepList(int(f.Fd()), target); err != nil {
		return message.Errorf("cannot be replaced, because it would lose its access control list (getfacl): %w", err)
	}
	return f.Chmod(before.Mode())
}

// keepList copies the access control list, and removes one that a new file inherited.
func keepList(fd int, target string) error {
	list := make([]byte, 64<<10) // the greatest size of an attribute
	n, err := unix.Getxattr(target, acl, list)
	switch {
	case err == nil:
		return unix.Fsetxattr(fd, acl, list[:n], 0)
	case errors.Is(err, unix.ENODATA):
		if err = unix.Fremovexattr(fd, acl); errors.Is(err, unix.ENODATA) {
			return nil
		}
		return err
	case errors.Is(err, unix.ENOTSUP):
		return nil
	}
	return err
}
