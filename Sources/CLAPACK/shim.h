#ifndef BASINGRID_CLAPACK_SHIM_H
#define BASINGRID_CLAPACK_SHIM_H

/* The Fortran symbols that are used, declared here because Debian's OpenBLAS
   package carries no C header for LAPACK's Fortran interface. Matrices are
   column-major; `info` is 0 on success. */

/* Solves A X = B for a symmetric indefinite A, given its UPLO triangle. */
void dsysv_(const char *uplo, const int *n, const int *nrhs, double *a, const int *lda,
            int *ipiv, double *b, const int *ldb, double *work, const int *lwork, int *info);

/* Cholesky factor of a positive definite matrix. */
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);

/* Inverse of a triangular matrix. */
void dtrtri_(const char *uplo, const char *diag, const int *n, double *a, const int *lda,
             int *info);

/* Eigenvalues and eigenvectors of a symmetric matrix. */
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda,
             double *w, double *work, const int *lwork, int *iwork, const int *liwork,
             int *info);

/* Least squares of the smallest norm, columns pivoted by rank. */
void dgelsy_(const int *m, const int *n, const int *nrhs, double *a, const int *lda, double *b,
             const int *ldb, int *jpvt, const double *rcond, int *rank, double *work,
             const int *lwork, int *info);

/* Triangular solve and triangular product with many right sides. */
void dtrsm_(const char *side, const char *uplo, const char *transa, const char *diag,
            const int *m, const int *n, const double *alpha, const double *a, const int *lda,
            double *b, const int *ldb);
void dtrmm_(const char *side, const char *uplo, const char *transa, const char *diag,
            const int *m, const int *n, const double *alpha, const double *a, const int *lda,
            double *b, const int *ldb);

/* C = alpha op(A) op(B) + beta C. */
void dgemm_(const char *transa, const char *transb, const int *m, const int *n, const int *k,
            const double *alpha, const double *a, const int *lda, const double *b,
            const int *ldb, const double *beta, double *c, const int *ldc);

/* Threads work on tiles in our own code, so that the last bits do not depend
   on how BLAS cuts its work: call with 1 before the first use. */
void openblas_set_num_threads(int count);

#endif
