/** One mounted file system: where it shows, and its kind as the system names it. */
export type Mount = { readonly at: string; readonly kind: string }

/** `/proc/self/mounts` of Linux: `device place kind options 0 0`, with blanks as `\040`. */
export const linuxMounts = (text: string): readonly Mount[] =>
  text.split('\n').flatMap(line => {
    const [, at, kind] = line.split(' ')
    return at && kind
      ? [{ at: at.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8))), kind }]
      : []
  })

/** The output of `mount` on macOS: `//me@host/share on /Volumes/share (smbfs, nodev)`. */
export const macMounts = (text: string): readonly Mount[] =>
  text.split('\n').flatMap(line => {
    const match = /^.* on (\/.*) \(([^,)]+)/.exec(line)
    return match?.[1] && match[2] ? [{ at: match[1], kind: match[2] }] : []
  })

/** The kind of the file system that holds a path; of two at one place the later one is on top. */
export function kindAt(path: string, mounts: readonly Mount[]): string | undefined {
  const holding = mounts.filter(({ at }) => path === at || path.startsWith(at.endsWith('/') ? at : `${at}/`))
  return holding.toSorted((a, b) => a.at.length - b.at.length).at(-1)?.kind
}

// 9p and overlay are not among them: containers and WSL show local disks that way.
const NETWORK =
  /^(nfs4?|cifs|smb2|smb3|smbfs|afpfs|afs|webdav|davfs|ncpfs|ceph|lustre|beegfs|glusterfs|gpfs|ocfs2|fuse\.(sshfs|ceph|glusterfs|rclone|s3fs|davfs2?|gvfsd-fuse|onedriver|google-drive-ocamlfuse|curlftpfs|juicefs))$/

export const isNetworkKind = (kind: string): boolean => NETWORK.test(kind)
