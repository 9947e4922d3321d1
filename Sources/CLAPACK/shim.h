#ifndef BASINGRID_CLAPACK_SHIM_H
#define BASINGRID_CLAPACK_SHIM_H

/* The Fortran symbols that are used, declared here because Debian's OpenBLAS
   package carries no C header for LAPACK's Fortran interface. Matrices are
   column-major; `info` is 0 on success. */

/* Solves A X = B for a symmetric indefinite A, given its UPLO triangle. */
void dsysv_(const char *uplo, const int *n, const int *nrhs, double *a, const int *lda,
            int *ipiv, double *b, const int *ldb, double *work, const int *lwork, int *info);

/* Threads work on tiles in our own code, so that the last bits do not depend
   on how BLAS cuts its work: call with 1 before the first use. */
void openblas_set_num_threads(int count);

#endif
